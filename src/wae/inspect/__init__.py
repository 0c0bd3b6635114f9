"""What an app is made of and what each instance may do, read from its bytes alone."""
