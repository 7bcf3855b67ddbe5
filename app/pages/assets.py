"""The style sheet, and htmx for the page that renews itself: the pages load nothing from elsewhere."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from app.pages.page import FOLDER

router = APIRouter(prefix="/pages", include_in_schema=False)

AN_HOUR = {"Cache-Control": "max-age=3600"}


@router.get("/jianfu.css")
def show_style() -> FileResponse:
    """How the pages look."""
    return FileResponse(FOLDER / "static" / "jianfu.css", headers=AN_HOUR)


@router.get("/htmx.js")
def show_htmx() -> FileResponse:
    """htmx 4.0.1 (0BSD), as its authors ship it."""
    return FileResponse(FOLDER / "static" / "htmx.min.js", media_type="text/javascript", headers=AN_HOUR)
