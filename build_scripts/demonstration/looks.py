"""Lists how the picture of each profile in the demonstration site looks, for people, collectives and models.

A profile's reference, `unit/profile`, is the id of its unit and its file name. If a detail of a picture is
left empty here, a hash of the reference chooses it.
"""

from dataclasses import dataclass
from hashlib import sha256

SKINS = ("#f3d3b3", "#ebc39d", "#dfb088")
BLACK, BROWN, SALT, GREY = "#211815", "#33231c", "#5b5350", "#8d8783"


@dataclass(frozen=True, slots=True)
class Person:
    """The appearance of a person in a portrait.

    If `mouth`, `eyes` or `skin` is empty, a hash of the profile's reference chooses it.
    """

    hair: str
    clothes: str
    colour: str
    wash: str
    hair_colour: str = BLACK
    age: str = "adult"  # The age group of a drawn person: "child", "youth", "adult" or "elder".
    gentleman: bool = False
    glasses: bool = False
    mouth: str = ""
    eyes: str = ""
    skin: str = ""
    pencil: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture without a person: a building for a collective, a still life for a model (way of working)."""

    scene: str
    colour: str
    wash: str


def choose(ref: str, topic: str, options: tuple[str, ...]) -> str:
    """Returns one of several options, always the same one for the same profile reference and topic.

    Topics are for example “skin” and “mouth”. Each one is hashed separately, so adding a topic changes no
    other choice.
    """
    return options[sha256(f"{ref} {topic}".encode()).digest()[0] % len(options)]


LOOKS: dict[str, Person | Scene] = {
    "thpt-suoi-ngoc/quach-ngan-khe": Person("bun", "ao_dai", "#931f25", "gold", mouth="smile", eyes="open"),
    "thpt-suoi-ngoc/bui-lam-giang": Person("long", "pupil", "#f7f4ec", "sage", age="youth", mouth="open"),
    "thpt-suoi-ngoc/dinh-hai-au": Person("bob", "cardigan", "#3f7a78", "sand", BROWN, glasses=True),
    "thpt-suoi-ngoc/to-khoa-hoc-tu-nhien": Scene("school", "#9a2a24", "mist"),
    "thpt-suoi-ngoc/ha-dang-khoi": Person("parted", "suit", "#2f3a4d", "mist", gentleman=True, glasses=True),
    "thpt-suoi-ngoc/mac-thuy-duong": Person("long", "ao_dai", "#2f6f8f", "clay", BROWN),
    "thpt-chuyen-nguyet-ho/trinh-anh-duong": Person(
        "shoulder", "ao_dai", "#1f6a6c", "rose", mouth="smile", eyes="open"
    ),
    "thpt-chuyen-nguyet-ho/xa-minh-triet": Person(
        "tousled", "pupil", "#f7f4ec", "mist", age="youth", gentleman=True, glasses=True
    ),
    "thpt-chuyen-nguyet-ho/luu-bach-duong": Person(
        "cropped", "shirt", "#bcd3e2", "sand", gentleman=True, mouth="open"
    ),
    "thpt-chuyen-nguyet-ho/bach-thien-thanh": Person(
        "bun", "ao_dai", "#2c4f86", "sand", GREY, age="elder", glasses=True, mouth="smile"
    ),
    "thpt-chuyen-nguyet-ho/ngo-nhat-minh": Person(
        "parted", "shirt", "#efe2c6", "jade", BROWN, gentleman=True
    ),
    "thcs-vinh-lam/le-khanh-toan": Person(
        "cropped", "shirt", "#9fb4a6", "mist", GREY, age="elder", gentleman=True
    ),
    "thcs-thung-may/tran-hoai-thu": Person("shoulder", "ao_dai", "#5f4a86", "sage", mouth="smile"),
    "ptdtnt-muong-lam/bui-son-ca": Person("low_tail", "ao_dai", "#6f3f7f", "sage", mouth="open"),
    "ptdtnt-muong-lam/quach-tue-man": Person("braid", "pupil", "#f7f4ec", "jade", age="youth", mouth="smile"),
    "ptdtnt-muong-lam/bep-an-am-long": Scene("pot", "#a8682c", "clay"),
    "ptdtnt-muong-lam/dinh-truong-giang": Person(
        "cropped", "tie", "#f2efe6", "jade", SALT, age="elder", gentleman=True, mouth="smile"
    ),
    "ptdtnt-muong-lam/ha-quang-vinh": Person("crew", "sport", "#2f6aa0", "sage", gentleman=True),
    "gdnn-gdtx-doi-thong/nguyen-ha-vy": Person("high_tail", "blouse", "#c7705f", "mist", BROWN, mouth="open"),
    "gdnn-gdtx-doi-thong/pham-dong-phuong": Person(
        "crew", "carpenter", "#8b5a34", "sand", gentleman=True, mouth="smile", pencil=True, skin="#dfb088"
    ),
    "gdnn-gdtx-doi-thong/lop-11-nghe-moc": Scene("workbench", "#a06a3a", "sand"),
    "gdnn-gdtx-doi-thong/tran-trung-kien": Person("cropped", "overalls", "#2f5f8a", "clay", gentleman=True),
    "mn-hoa-sim/le-thao-nguyen": Person("hairband", "ao_dai", "#c58a1c", "lilac", BROWN, mouth="open"),
    "mn-hoa-sim/truong-mam-non-hoa-sim": Scene("kindergarten", "#d0702c", "sand"),
    "mn-hoa-sim/hoang-bich-lam": Person(
        "low_bun", "cook", "#fbf8f0", "rose", mouth="open", eyes="closed", age="elder"
    ),
    "mn-hoa-sim/do-uyen-nhi": Person("low_bun", "ao_dai", "#cf6f83", "jade"),
    "th-huong-duong-vinh-lam/bui-thanh-truc": Person(
        "low_tail", "ao_dai", "#3c7a4c", "gold", BROWN, mouth="smile", eyes="open"
    ),
    "th-huong-duong-vinh-lam/vu-gia-bach": Person(
        "bowl", "tee", "#fbf8f0", "gold", age="child", gentleman=True, mouth="open"
    ),
    "th-huong-duong-cao-son/do-nhat-linh": Person("pixie", "jacket", "#6b2f4f", "sand", mouth="smile"),
    "th-huong-duong-cao-son/dinh-an-nhien": Person(
        "pigtails", "scarf", "#fbf8f0", "mist", age="child", mouth="open"
    ),
    "th-huong-duong-cao-son/bui-nhat-ha": Person("bob", "scarf", "#fbf8f0", "lilac", BROWN, age="child"),
    "th-thcs-thung-may/ly-viet-phuong": Person(
        "parted", "shirt", "#f6f3ea", "clay", gentleman=True, glasses=True, mouth="smile"
    ),
    "th-thcs-thung-may/quach-dong-hai": Person(
        "crew", "shirt", "#7f9168", "gold", gentleman=True, mouth="open"
    ),
    "th-thcs-thung-may/to-van-phong": Scene("row", "#7d4326", "sage"),
    "th-thcs-thung-may/ha-my-uyen": Person("fringe", "scarf", "#fbf8f0", "sage", age="youth", mouth="smile"),
    "th-thcs-thung-may/luong-bao-chau": Person("shoulder", "ao_dai", "#c2537a", "mist", BROWN, mouth="smile"),
    "thcs-vinh-lam/phan-tu-quynh": Person(
        "long", "ao_dai", "#5f1f3c", "sage", glasses=True, mouth="smile", eyes="open"
    ),
    "thcs-vinh-lam/lien-doi": Scene("bunting", "#a83226", "jade"),
    "ptdtbt-thcs-na-say/bui-viet-hoang": Person(
        "cropped", "suit", "#24343a", "gold", gentleman=True, age="elder", skin="#dfb088"
    ),
    "ptdtbt-thcs-na-say/xa-hoang-long": Person(
        "parted", "shirt", "#b9cf9f", "clay", gentleman=True, mouth="open"
    ),
    "ptdtbt-thcs-na-say/dinh-kim-cuc": Person(
        "high_tail", "scarf", "#fbf8f0", "clay", age="youth", mouth="open"
    ),
    "ptdtbt-thcs-na-say/ban-tru-xanh": Scene("sapling", "#8a5a36", "jade"),
    "ptdtbt-thcs-na-say/quach-gia-linh": Person("hairband", "scarf", "#fbf8f0", "rose", age="youth"),
    "phong-gddt-vinh-lam/nguyen-tien-dat": Person(
        "parted", "suit", "#3a302c", "jade", GREY, age="elder", gentleman=True, glasses=True, mouth="smile"
    ),
    "so-gddt/phong-giao-duc-trung-hoc": Scene("office", "#8d3a26", "mist"),
}

_STAND_INS = {"collective": Scene("school", "#9a2a24", "mist"), "model": Scene("sapling", "#8a5a36", "jade")}


def look(ref: str, kind: str) -> Person | Scene:
    """Returns the appearance that `LOOKS` lists for a profile, or else a plain one for the profile's type."""
    return (
        LOOKS.get(ref)
        or _STAND_INS.get(kind)
        or Person(
            choose(ref, "hair", ("cropped", "shoulder", "parted", "bob")),
            "shirt",
            choose(ref, "colour", ("#bcd3e2", "#efe2c6", "#cfdccf")),
            choose(ref, "wash", ("gold", "sand", "sage", "mist", "clay", "jade")),
        )
    )
