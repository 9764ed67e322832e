"""Build src/hutong/regions/data/china.json from the package @vant/area-data (MIT).

    npm pack @vant/area-data
    pip install pypinyin
    python scripts/regions.py vant-area-data-2.1.0.tgz > src/hutong/regions/data/china.json

What is changed on the way, and why, is told in src/hutong/regions/data/README.md.
"""

import json
import re
import sys
import tarfile
from typing import Any

from pypinyin import Style, lazy_pinyin

Names = dict[str, str]


def table(text: str) -> Names:
    """Read a table that is written key:value|key:value."""
    return dict(item.split(":") for item in text.split("|"))


# Regions that were merged into a neighbour, and zones that are no district of GB/T 2260.
GONE = {"320112", "320611", "321150", "350402", "370634", "632857"}
# Cities without districts: they get one district of their own (code + 50, unused in GB/T 2260).
UNDIVIDED = {"441900", "442000", "460400", "620200"}
# A city row that only says "counties of Chongqing"; its counties belong to the city itself.
FOLDED = {"500200": "500100"}

# Readings that hold in place names, whatever the first reading of the dictionary is.
READINGS = table(
    "长:chang|都:du|藏:zang|朝:chao|重:chong|厦:xia|佛:fo|埔:bu|勒:le|什:shi|番:pan|蚌:beng|曾:zeng|单:shan|柏:bai|"
    "陂:pi|泊:bo|伽:jia|浚:xun|蔚:yu|涡:guo|枞:zong|坻:di|泌:bi|漯:luo|犍:qian|铅:yan|茄:qie|莎:sha|覃:qin|牟:mu|"
    "筠:jun|峒:tong|称:chen|宕:tan|珲:hun|阿:a|六:liu|乐:le|亳:bo|黟:yi|荥:xing|隰:xi|歙:she|柞:zha|莘:shen|堡:bu|"
    "棱:ling"
)
# Whole names (without their suffix) that read differently from the rule above.
SPELLED = table(
    "六安:lu an|六合:lu he|乐清:yue qing|乐亭:lao ting|乐陵:lao ling|东阿:dong e|长子:zhang zi|闵行:min hang|"
    "洪洞:hong tong|繁峙:fan shi|荥经:ying jing|尉犁:yu li|黄埔:huang pu|大城:dai cheng|丹棱:dan leng|牟定:mou ding|"
    "龙圩:long xu"
)
# Usual English names where they are not plain pinyin.
USUAL = table(
    "内蒙古:Inner Mongolia|广西:Guangxi|西藏:Tibet|宁夏:Ningxia|新疆:Xinjiang|陕西:Shaanxi|呼和浩特:Hohhot|"
    "鄂尔多斯:Ordos|呼伦贝尔:Hulunbuir|巴彦淖尔:Bayannur|乌兰察布:Ulanqab|兴安盟:Hinggan League|锡林郭勒:Xilingol|"
    "阿拉善:Alxa|哈尔滨:Harbin|齐齐哈尔:Qiqihar|佳木斯:Jiamusi|拉萨:Lhasa|日喀则:Shigatse|昌都:Qamdo|林芝:Nyingchi|"
    "那曲:Nagqu|阿里:Ngari|乌鲁木齐:Ürümqi|克拉玛依:Karamay|吐鲁番:Turpan|哈密:Hami|博尔塔拉:Bortala|"
    "巴音郭楞:Bayingolin|阿克苏:Aksu|克孜勒苏:Kizilsu|喀什:Kashgar|和田:Hotan|伊犁:Ili|阿勒泰:Altay|阿坝:Ngawa|"
    "甘孜:Garzê|果洛:Golog|格尔木:Golmud|香格里拉:Shangri-La|阿拉尔:Aral|图木舒克:Tumxuk|可克达拉:Kokdala|"
    "库尔勒:Korla|库车:Kuqa|莎车:Yarkant|阿图什:Artux|塔什库尔干:Taxkorgan|察布查尔:Qapqal|布尔津:Burqin|"
    "和布克赛尔:Hoboksar|墨脱:Mêdog|定日:Tingri|普兰:Burang|札达:Zanda|江孜:Gyangzê|色达:Sêrtar|海拉尔:Hailar|"
    "额尔古纳:Ergun|阿尔山:Arxan|二连浩特:Erenhot|锡林浩特:Xilinhot|乌兰浩特:Ulanhot|白云鄂博:Bayan Obo|"
    "科尔沁:Horqin|阿鲁科尔沁:Ar Horqin|乌拉特:Urad|土默特:Tumed|巴林:Bairin|达尔罕茂明安:Darhan Muminggan|"
    "克什克腾:Hexigten|翁牛特:Ongniud|喀喇沁:Harqin|奈曼:Naiman|库伦:Hure|扎鲁特:Jarud|达拉特:Dalad|准格尔:Jungar|"
    "鄂托克:Otog|杭锦:Hanggin|乌审:Uxin|伊金霍洛:Ejin Horo|阿荣:Arun|莫力达瓦:Morin Dawa|陈巴尔虎:Chen Barag|"
    "新巴尔虎:New Barag|察哈尔:Chahar|四子王:Siziwang|扎赉特:Jalaid|阿巴嘎:Abag|苏尼特:Sonid|东乌珠穆沁:East Ujimqin|"
    "西乌珠穆沁:West Ujimqin|镶黄:Bordered Yellow|正镶白:Plain and Bordered White|正蓝:Plain Blue|太仆寺:Taibus|"
    "额济纳:Ejin|和林格尔:Horinger|托克托:Togtoh|喀喇沁左翼:Harqin Left Wing|前郭尔罗斯:Qian Gorlos|杜尔伯特:Dorbod|"
    "扎赉诺尔:Jalainur|霍林郭勒:Holingol|富拉尔基:Fularji|若尔盖:Zoigê|马尔康:Barkam|霍尔果斯:Khorgas|阿克塞:Aksay|"
    "阿瓦提:Awat|巴里坤:Barkol|木垒:Mori|吉木萨尔:Jimsar|玛纳斯:Manas|托克逊:Toksun|麦盖提:Makit|岳普湖:Yopurga|"
    "英吉沙:Yengisar|特克斯:Tekes|尼勒克:Nilka|策勒:Qira|阿克陶:Akto|阿合奇:Akqi|沙依巴克:Saybag|吉木乃:Jeminay|"
    "堆龙德庆:Doilungdêqên|达孜:Dagzê|林周:Lhünzhub|当雄:Damxung|尼木:Nyêmo|曲水:Qüxü|墨竹工卡:Maizhokunggar|"
    "桑珠孜:Samzhubzê|萨迦:Sa'gya|聂拉木:Nyalam|吉隆:Gyirong|米林:Mainling|错那:Cona|贡嘎:Gonggar|噶尔:Gar|日土:Rutog"
)
PEOPLES = table(
    "回:Hui|维吾尔:Uyghur|藏:Tibetan|蒙古:Mongol|朝鲜:Korean|壮:Zhuang|苗:Miao|土家:Tujia|侗:Dong|彝:Yi|傣:Dai|"
    "白:Bai|哈尼:Hani|傈僳:Lisu|景颇:Jingpo|羌:Qiang|布依:Buyei|满:Manchu|瑶:Yao|黎:Li|畲:She|毛南:Maonan|仫佬:Mulao|"
    "土:Tu|撒拉:Salar|东乡:Dongxiang|保安:Bonan|裕固:Yugur|哈萨克:Kazakh|柯尔克孜:Kyrgyz|锡伯:Xibe|塔吉克:Tajik|"
    "达斡尔:Daur|鄂温克:Evenki|鄂伦春:Oroqen|佤:Va|拉祜:Lahu|纳西:Naxi|独龙:Derung|怒:Nu|普米:Pumi|布朗:Blang|水:Sui|"
    "仡佬:Gelao|各:Various Nationalities"
)
# Peoples whose name stands in some regions' names without 族.
BARE = "蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|鄂伦春"
ANY_PEOPLE = "(?:" + "|".join(people + "族" for people in PEOPLES) + "|" + BARE + ")"
AUTONOMOUS = {"州": "Autonomous Prefecture", "县": "Autonomous County", "旗": "Autonomous Banner"}
SUFFIXES = {
    "地区": "Prefecture",
    "新区": "New Area",
    "矿区": "Mining District",
    "特区": "Special District",
    "省": "",
    "市": "",
    "盟": "League",
    "区": "District",
    "县": "County",
    "旗": "Banner",
}
WINGS = {"左翼": "Left Wing ", "右翼": "Right Wing "}
SIDES = {"前": "Front ", "中": "Middle ", "后": "Rear ", "左": "Left ", "右": "Right ", "联合": "United "}
WHOLE = {
    "城区": "Urban District",
    "郊区": "Suburban District",
    "矿区": "Mining District",
    "神农架林区": "Shennongjia Forestry District",
    "芒市": "Mangshi",
}


def lists_of(package: str) -> tuple[Names, Names, Names]:
    """Read the three code-to-name maps out of the packed package."""
    with tarfile.open(package) as tar:
        member = tar.extractfile("package/dist/index.cjs")
        source = member.read().decode() if member else ""
    maps = []
    for key in ("province_list", "city_list", "county_list"):
        block = re.search(key + r": (\{.*?\n    \})", source, re.DOTALL)
        if block is None:
            raise SystemExit(f"{package} holds no {key}")
        maps.append(json.loads(re.sub(r"(\d{6}):", r'"\1":', block[1])))
    return maps[0], maps[1], maps[2]


def is_zone(code: str, name: str) -> bool:
    """Say whether a code from 70 up is a development zone; only cities stand there in GB/T 2260."""
    return code[4:] >= "70" and not name.endswith("市")


def reading(name: str) -> list[str]:
    """Give the syllables of a name without its suffix."""
    if name in SPELLED:
        return SPELLED[name].split()
    return [READINGS.get(sign) or lazy_pinyin(sign, style=Style.NORMAL, v_to_u=True)[0] for sign in name]


def romanised(name: str) -> str:
    """Write a name in one word with the apostrophes pinyin asks for (Xi'an), or by its usual English name."""
    if name in USUAL:
        return USUAL[name]
    word = ""
    for syllable in reading(name):
        word += "'" + syllable if word and syllable[0] in "aoe" else syllable
    return word.capitalize()


def joined(peoples: str) -> str:
    """Name the peoples of an autonomous place in English: Yi, Hui and Miao."""
    found = [PEOPLES[one.removesuffix("族")] for one in re.findall(ANY_PEOPLE, peoples)]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def autonomous(name: str) -> str | None:
    """Name an autonomous place with its peoples, or answer None: Enshi Tujia and Miao Autonomous Prefecture."""
    if name.removesuffix("自治区") in USUAL:
        return USUAL[name.removesuffix("自治区")]
    match = re.fullmatch(rf"(.*?)({ANY_PEOPLE}+)(自治)?([区州县旗])", name)
    if match is None:
        return None
    if match[3] and match[4] == "区":
        return USUAL[match[1]]
    kind = AUTONOMOUS[match[4]] if match[3] else SUFFIXES[match[4]]
    return f"{romanised(match[1])} {joined(match[2])} {kind}".strip()


def english(name: str) -> str:
    """Transliterate a region's name with its generic suffix: Xihu District, Yi County."""
    if name in WHOLE or (name.endswith("盟") and name in USUAL):
        return WHOLE.get(name) or USUAL[name]
    if full := autonomous(name):
        return full
    if banner := re.fullmatch("(.+?)(左翼|右翼)?(前|中|后|左|右|联合)?旗", name):
        return romanised(banner[1]) + " " + WINGS.get(banner[2], "") + SIDES.get(banner[3], "") + "Banner"
    for suffix, word in SUFFIXES.items():
        if name.endswith(suffix) and len(name) > len(suffix):
            return f"{romanised(name.removesuffix(suffix))} {word}".strip()
    raise SystemExit(f"no English suffix for {name}")


def letter(name: str) -> str:
    """Give the letter of the Chinese name (西藏 stands under X)."""
    base = re.sub("(市|区|县|省)$", "", name) if len(name) > 2 else name
    return reading(base if base in SPELLED else name)[0][0].upper()


def row(code: str, name: str, children: list[Any] | None = None) -> dict[str, Any]:
    """Make one region as it stands in the file."""
    region = {"code": code, "name": name, "name_en": english(name), "letter": letter(name)}
    return region if children is None else region | {"children": children}


def own_district(code: str, name: str) -> list[dict[str, Any]]:
    """Give a city without districts the one district that carries its name."""
    return [row(str(int(code) + 50), name)]


def tree(provinces: Names, cities: Names, counties: Names) -> list[dict[str, Any]]:
    """Join the three lists into the tree, with the changes the README tells."""
    kept = {c: n for c, n in counties.items() if c not in GONE and not is_zone(c, n) and c[:4] + "00" not in UNDIVIDED}
    found = []
    for province, province_name in provinces.items():
        if province > "7":
            continue
        below = []
        for city, city_name in cities.items():
            if city[:2] != province[:2] or city in FOLDED:
                continue
            districts = {c: n for c, n in kept.items() if FOLDED.get(c[:4] + "00", c[:4] + "00") == city}
            if city[2:4] == "90":
                below += [row(code, name, own_district(code, name)) for code, name in districts.items()]
            else:
                rows = [row(code, name) for code, name in districts.items()] or own_district(city, city_name)
                below.append(row(city, city_name, rows))
        found.append(row(province, province_name, below))
    return found


def pretty(regions: list[dict[str, Any]]) -> str:
    """Write provinces and cities over several lines and every district on one, so that changes are readable."""
    lines: list[str] = []

    def write(region: dict[str, Any], indent: int, last: bool) -> None:
        """Write one region and all below it."""
        below = region.get("children")
        head = json.dumps({k: v for k, v in region.items() if k != "children"}, ensure_ascii=False)
        end = "" if last else ","
        if below is None:
            lines.append(" " * indent + head + end)
            return
        lines.append(" " * indent + head[:-1] + ', "children": [')
        for child in below:
            write(child, indent + 1, child is below[-1])
        lines.append(" " * indent + "]}" + end)

    for region in regions:
        write(region, 0, region is regions[-1])
    return "[\n" + "\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    sys.stdout.write(pretty(tree(*lists_of(sys.argv[1]))))
