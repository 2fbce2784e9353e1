"""What readers get, looked at with a browser."""
