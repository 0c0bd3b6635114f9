"""What an app is made of and what each part may do, read from its bytes alone."""
