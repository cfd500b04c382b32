"""Many people at once, on one server and on several behind the proxy."""
