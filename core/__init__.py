"""What the dashboard computes, importable without Streamlit."""
