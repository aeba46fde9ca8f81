"""What stands beside the tabs: findings, preview, last year's report."""
