"""Hosting the dashboard: several servers behind one proxy, workers that train beside them, started and replaced."""
