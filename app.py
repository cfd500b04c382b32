"""The dashboard's entrance: `streamlit run app.py`.

The server imports this file for the middleware; each visit runs it as a script, which draws a page.
"""

import streamlit as st

if __name__ == "__main__":
    from pages.parts.choose.choices import visited, visited_before
    from pages.parts.lessons.bar import show_bar
    from pages.parts.shell.background import prepare
    from pages.parts.shell.metrics import timed
    from pages.parts.shell.registry import ICON, browser_title, entry_of, is_embedded, navigation
    from pages.parts.shell.visit import begin_run

    # set before the menu, whose named icons the browser would otherwise fetch from another host
    # an embedded page shows its result alone: what is chosen stands in the address
    # each call is a message: the title comes along where the page is that of the run before, as after most changes
    before = visited_before()
    st.set_page_config(
        page_title=browser_title(before),
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state="collapsed" if is_embedded() else "auto",
    )
    page = navigation()
    if entry_of(page).file != before:
        st.set_page_config(page_title=browser_title(entry_of(page).file))
    begin_run()
    with timed(page.url_path), visited(page):
        show_bar(entry_of(page))
        page.run()
    prepare()
else:
    from pages.parts.shell.entry import middleware
    from pages.parts.shell.lifespan import lifespan

    app = st.App(__file__, lifespan=lifespan, middleware=middleware())
