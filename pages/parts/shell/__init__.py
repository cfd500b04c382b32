"""What frames every page: visits, the menu, prose, the service of saved runs, and what is drawn safely."""
