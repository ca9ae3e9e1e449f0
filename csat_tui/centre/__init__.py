"""What commands do on the home of a centre."""
