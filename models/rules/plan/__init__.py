"""What an issued plan says: from the tables of its file to tasks (`read_plan`), and from one issue to the next (`diff_plans`)."""
