"""The dashboard's entrance: `streamlit run app.py`.

The server imports this file for the middleware; each visit runs it as a script, which draws a page.
"""

import streamlit as st

if __name__ == "__main__":
    from pages.parts.choose.choices import visited
    from pages.parts.lessons.bar import show_bar
    from pages.parts.shell.background import prepare
    from pages.parts.shell.registry import ICON, entry_of, is_embedded, navigation
    from pages.parts.shell.visit import begin_run

    # set before the menu, whose named icons the browser would otherwise fetch from another host
    # an embedded page shows its result alone: what is chosen stands in the address
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="collapsed" if is_embedded() else "auto")
    page = navigation()
    st.set_page_config(page_title=f"{page.title} · Filters, designed and learned")
    begin_run()
    with visited(page):
        show_bar(entry_of(page))
        page.run()
    prepare()
else:
    from starlette.middleware import Middleware

    from pages.parts.shell.lifespan import lifespan
    from pages.parts.shell.middleware import Guard

    guard = Middleware(Guard, hosts=st.get_option("server.allowedHosts"))
    app = st.App(__file__, lifespan=lifespan, middleware=[guard])
