"""The table: every route of the application, the API's and the pages'. Whoever adds a route adds its row here."""

from tests.api.matrix import api_rows, page_rows, people_page_rows, people_rows, year_page_rows

TABLE = (
    *api_rows.ROUNDS,
    *api_rows.YEARS,
    *api_rows.STEPS,
    *api_rows.FILES,
    *api_rows.DOCUMENTS,
    *api_rows.STATEMENTS,
    *api_rows.COMMENTS,
    *people_rows.PEOPLE,
    *people_rows.LISTS,
    *page_rows.OPEN,
    *page_rows.COUNTIES,
    *year_page_rows.YEARS,
    *year_page_rows.STEPS,
    *people_page_rows.PEOPLE,
    *page_rows.OWN,
    *people_rows.TOKENS,
    *people_rows.DOOR,
)
