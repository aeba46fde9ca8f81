"""汇总: the reports of many units, who has sent what, and the consolidated report that they make."""
