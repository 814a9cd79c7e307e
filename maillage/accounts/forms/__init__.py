"""What is typed about people; the names of the fields are those the acts take."""
