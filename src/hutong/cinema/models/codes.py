"""What films, halls and cinemas are described with: fixed lists, so that they can be searched in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from hutong.kernel.i18n import language


@dataclass(frozen=True)
class Named:
    """A code and its names; `icon` is one of the sprite."""

    code: str
    zh: str
    en: str
    icon: str = ""

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.zh if language() == "zh" else self.en


def _by_code(*items: Named) -> dict[str, Named]:
    return {item.code: item for item in items}


GENRES = _by_code(
    Named("drama", "剧情", "Drama"),
    Named("comedy", "喜剧", "Comedy"),
    Named("action", "动作", "Action"),
    Named("romance", "爱情", "Romance"),
    Named("crime", "犯罪", "Crime"),
    Named("mystery", "悬疑", "Mystery"),
    Named("thriller", "惊悚", "Thriller"),
    Named("scifi", "科幻", "Science fiction"),
    Named("fantasy", "奇幻", "Fantasy"),
    Named("animation", "动画", "Animation"),
    Named("family", "家庭", "Family"),
    Named("history", "历史", "History"),
    Named("war", "战争", "War"),
    Named("wuxia", "武侠", "Wuxia"),
    Named("music", "音乐", "Music"),
    Named("documentary", "纪录", "Documentary"),
    Named("horror", "恐怖", "Horror"),
)
LANGUAGES = _by_code(
    Named("zh", "国语", "Mandarin"),
    Named("yue", "粤语", "Cantonese"),
    Named("en", "英语", "English"),
    Named("ja", "日语", "Japanese"),
    Named("ko", "韩语", "Korean"),
    Named("fr", "法语", "French"),
    Named("de", "德语", "German"),
    Named("es", "西班牙语", "Spanish"),
    Named("it", "意大利语", "Italian"),
    Named("ru", "俄语", "Russian"),
    Named("hi", "印地语", "Hindi"),
    Named("th", "泰语", "Thai"),
    Named("bo", "藏语", "Tibetan"),
    Named("none", "无对白", "No dialogue"),
)
FORMATS = _by_code(Named("2D", "2D", "2D"), Named("3D", "3D", "3D"), Named("IMAX", "IMAX", "IMAX"))
FACILITIES = _by_code(
    Named("imax", "IMAX 厅", "IMAX", "film"),
    Named("dolby", "杜比全景声", "Dolby Atmos", "volume-up"),
    Named("laser", "激光放映", "Laser projection", "lightning"),
    Named("recliner", "躺椅厅", "Recliners", "lamp"),
    Named("wheelchair", "轮椅可进", "Wheelchair access", "person-wheelchair"),
    Named("parking", "停车场", "Parking", "p-square"),
    Named("snacks", "小卖部", "Snacks", "cup-hot"),
    Named("glasses", "免费 3D 眼镜", "Free 3D glasses", "eyeglasses"),
    Named("lockers", "寄存柜", "Lockers", "box"),
    Named("metro", "近地铁", "Near the metro", "train-front"),
    Named("children", "儿童优惠", "Prices for children", "balloon"),
    Named("wifi", "无线网络", "Wi-Fi", "wifi"),
)


def known(catalogue: dict[str, Named], codes: Iterable[str]) -> list[Named]:
    """The entries of these codes, in the order of the catalogue."""
    wanted = set(codes)
    return [item for code, item in catalogue.items() if code in wanted]
