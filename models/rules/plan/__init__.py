"""What an issued plan says: `reading.read_plan` finds the tasks, `diff.diff_plans` compares two issues."""
