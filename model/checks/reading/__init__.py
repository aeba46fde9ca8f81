"""Reading figures in a text: sentences into mentions, each with everything that it may mean in the form's cells."""
