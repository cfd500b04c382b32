"""What every page needs: visits, the menu, prose, the service of saved runs, and safe drawing of results."""
