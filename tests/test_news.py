"""Tests the news on the site and in the feed: their order, links to the next piece, pictures and films."""

from dataclasses import replace
from pathlib import Path

from kyyeu.model.fields import Prose
from kyyeu.outputs.exports.feed import render_feed
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.site.news import Video, feed, news_items, news_list, news_year, news_years
from lxml import etree, html

from tests.building import build, copy_sample
from tests.many import edited

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE_URL = "https://hoa-ban.example/ky-yeu/"


def newest(shown: Catalogue) -> str:
    return shown.news[0].ref


def test_the_list_leads_with_the_newest_and_goes_back_phase_by_phase(shown: Catalogue) -> None:
    view = news_list(shown)
    assert view.lead is not None and (view.lead.day, view.lead.title) == (
        "13/03/2020",
        "Hội nghị của ngành thành công",
    )
    assert [(group.label, [card.day for card in group.cards]) for group in view.groups] == [
        ("Trước hội nghị", ["03/01/2020"])
    ]
    assert news_years(shown) == (2020,)
    assert [card.day for group in news_year(shown, 2020).groups for card in group.cards] == [
        "13/03/2020",
        "03/01/2020",
    ]


def test_each_piece_knows_its_neighbours_and_its_unit_as_then(shown: Catalogue) -> None:
    pages = dict(news_items(shown))
    last, first = (pages[f"tin-tuc/{record.ref}/"] for record in shown.news[:2])
    assert (last.newer, last.older and last.older.text) == (None, "Nhà trường chuẩn bị hội nghị")
    assert (first.older, first.newer and first.newer.text) == (None, "Hội nghị của ngành thành công")
    assert (first.day, first.phase, first.unit.text) == (
        "Thứ Sáu, ngày\u00a003 tháng\u00a001 năm\u00a02020",
        "Trước hội nghị",
        "Trường THPT Bản Trắng",
    )


def test_a_picture_with_someone_who_did_not_agree_is_nowhere(shown: Catalogue) -> None:
    page = dict(news_items(shown))[f"tin-tuc/{shown.news[1].ref}/"]
    assert [picture.file.rsplit("/", 1)[-1] for picture in page.pictures] == ["san-truong.jpg"]


def test_a_film_is_a_link_unless_it_is_the_sites_own_file(shown: Catalogue) -> None:
    for address, video in (
        ("https://phim.example/nganh", Video("https://phim.example/nganh", "phim.example", False)),
        (f"{SITE_URL}assets/phim.mp4", Video("assets/phim.mp4", "hoa-ban.example", True)),
    ):
        pages = dict(news_items(catalogue(edited(shown.published, "news", newest(shown), video=address))))
        assert pages[f"tin-tuc/{newest(shown)}/"].video == video


def test_the_feed_reads_as_atom(shown: Catalogue) -> None:
    root = etree.fromstring(render_feed(feed(shown)))
    items = root.findall("a:entry", ATOM)
    assert root.findtext("a:title", namespaces=ATOM) == "[Bản minh họa] Kỷ yếu Hoa Ban: tin tức"
    assert root.findtext("a:updated", namespaces=ATOM) == "2020-03-13T00:00:00+07:00"
    assert root.find("a:link[@rel='self']", ATOM).get("href") == f"{SITE_URL}feed.xml"
    assert [item.findtext("a:title", namespaces=ATOM) for item in items] == [
        "[Bản minh họa] Hội nghị của ngành thành công",
        "[Bản minh họa] Nhà trường chuẩn bị hội nghị",
    ]
    assert [item.findtext("a:id", namespaces=ATOM) for item in items] == [
        f"tag:hoa-ban.example,{record.date}:{record.ref}" for record in shown.news
    ]
    assert [item.find("a:link[@rel='alternate']", ATOM).get("href") for item in items] == [
        f"{SITE_URL}tin-tuc/{record.ref}/" for record in shown.news
    ]
    assert all(
        item.find(f"a:{name}", ATOM) is not None
        for item in items
        for name in ("published", "updated", "author", "content")
    )
    assert [
        link.get("href")
        for link in html.fromstring(items[1].findtext("a:content", namespaces=ATOM)).iter("a")
    ] == [f"{SITE_URL}hoi-nghi/thpt-ban-trang/2015-2020/"] * 2


def test_the_feed_holds_whatever_an_author_writes(shown: Catalogue) -> None:
    """Whatever an author writes into a piece of news, the feed stays well-formed XML without scripts.

    The piece in this test has markup, a control character and a javascript: address.
    """
    wild = edited(
        shown.published,
        "news",
        newest(shown),
        title="A <b> & ]]> “c”",
        body=Prose(markdown="x\x0b [y](javascript:alert(1)) <script>z</script>"),
    )
    item = etree.fromstring(render_feed(feed(catalogue(wild)))).find("a:entry", ATOM)
    assert item.findtext("a:title", namespaces=ATOM) == "[Bản minh họa] A <b> & ]]> “c”"
    content = html.fromstring(item.findtext("a:content", namespaces=ATOM))
    assert not list(content.iter("script")) and not [
        link for link in content.iter("a") if "javascript" in link.get("href", "")
    ]


def test_a_province_without_news_has_an_empty_feed_and_list(shown: Catalogue) -> None:
    silent = catalogue(replace(shown.published, news={}))
    root = etree.fromstring(render_feed(feed(silent)))
    assert not root.findall("a:entry", ATOM)
    assert root.findtext("a:updated", namespaces=ATOM) == "2020-01-01T00:00:00+07:00"
    view = news_list(silent)
    assert view.lead is None and view.groups == () and dict(news_items(silent)) == {}


def test_one_piece_of_news_changes_only_what_shows_it(built_sample: Path, tmp_path: Path) -> None:
    """After one piece of news is edited, a build renders only the page of this piece and the feed again.

    A build without any edit renders nothing.
    """
    root = copy_sample(tmp_path / "sample", cache=built_sample)
    assert build(root)["rendered_names"] == {}
    [path] = (root / "content" / "units" / "so-gddt" / "news").glob("*.md")
    path.write_text(
        path.read_text(encoding="utf-8").replace("Các nhà trường mang về", "Nhiều nhà trường mang về"),
        encoding="utf-8",
    )
    name = f"tin-tuc/so-gddt/{path.stem}/"
    after = build(root)["rendered_names"]
    assert (after["page"], after["export"]) == ([name], ["feed.xml"])
