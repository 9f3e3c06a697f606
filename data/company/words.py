"""Words that names, companies and addresses are made of. Invented or common; put together they are nobody's."""

from __future__ import annotations

GIVEN = (
    "Ada", "Albin", "Alma", "Anders", "Asta", "Avery", "Basil", "Bea", "Bram", "Calla", "Casper", "Cleo", "Corin",
    "Dara", "Delia", "Edda", "Eli", "Elsa", "Emil", "Enid", "Esme", "Fay", "Felix", "Flora", "Freya", "Gemma", "Gil",
    "Greta", "Hal", "Hanna", "Hugo", "Ida", "Imke", "Ines", "Ivo", "Jana", "Joel", "Juno", "Kaya", "Kit", "Lars",
    "Lena", "Lior", "Lotte", "Luca", "Mabel", "Marek", "Mila", "Mina", "Nils", "Nora", "Odin", "Olive", "Orla",
    "Oskar", "Pia", "Quinn", "Rafe", "Rhea", "Rolf", "Rosa", "Rune", "Sanna", "Saul", "Selma", "Silas", "Sven",
    "Tamsin", "Tess", "Theo", "Tilda", "Tove", "Ulla", "Uma", "Vera", "Viggo", "Wanda", "Wim", "Xenia", "Yara",
    "Yves", "Zelda",
)  # fmt: skip
SURNAMES = (
    "Abberley", "Ashgrove", "Barrowby", "Birchall", "Blackmere", "Bramhope", "Calderfoot", "Carnwath", "Coldbeck",
    "Copplestone", "Cranmoor", "Dallowby", "Dunmarsh", "Eastergate", "Ellerbeck", "Fallowfield", "Farrowdale",
    "Fenwright", "Garsdale", "Glenholt", "Greywater", "Halloway", "Harrowgate", "Hazelrigg", "Holmcastle",
    "Inglewick", "Kestrelby", "Kirkmead", "Lambrigg", "Langthorne", "Larkmoor", "Lingwood", "Lowmarsh", "Marchbank",
    "Meadowcroft", "Millbrace", "Moorhatch", "Netherton", "Northolme", "Oakhanger", "Orrelby", "Pendlewood",
    "Plumstone", "Quarrington", "Ravensby", "Redmayne", "Ridgeholt", "Rowanby", "Saltmarsh", "Scarsdale", "Selwicke",
    "Sherrowby", "Stainforth", "Stonegarth", "Swaledale", "Tarnbrook", "Thistlewood", "Thornaby", "Umberslade",
    "Vexley", "Wainfleet", "Westermain", "Whinfell", "Windermark", "Wrenfield", "Yarrowby",
)  # fmt: skip
HAN_SURNAMES = (
    ("林", "Lin"), ("沈", "Shen"), ("顾", "Gu"), ("陆", "Lu"), ("苏", "Su"), ("叶", "Ye"), ("江", "Jiang"),
    ("梁", "Liang"), ("何", "He"), ("余", "Yu"), ("方", "Fang"), ("石", "Shi"), ("夏", "Xia"), ("秦", "Qin"),
    ("白", "Bai"), ("温", "Wen"), ("乔", "Qiao"), ("欧阳", "Ouyang"), ("上官", "Shangguan"), ("莫", "Mo"),
)  # fmt: skip
HAN_GIVEN = (
    ("安", "An"), ("晨", "Chen"), ("朵", "Duo"), ("帆", "Fan"), ("歌", "Ge"), ("海", "Hai"), ("佳", "Jia"),
    ("可", "Ke"), ("岚", "Lan"), ("鸣", "Ming"), ("宁", "Ning"), ("清", "Qing"), ("然", "Ran"), ("舒", "Shu"),
    ("桐", "Tong"), ("薇", "Wei"), ("溪", "Xi"), ("言", "Yan"), ("知", "Zhi"), ("卓", "Zhuo"), ("一", "Yi"),
    ("墨", "Mo"), ("禾", "He"), ("月", "Yue"),
)  # fmt: skip
FIRMS = (
    "Alderbrook", "Bellweather", "Cobalt", "Driftwood", "Ember", "Fernhill", "Goldcrest", "Hollybank", "Ironbridge",
    "Juniper", "Kingfisher", "Lanternlight", "Marigold", "Nightjar", "Oriel", "Peregrine", "Quillon", "Rookery",
    "Sandpiper", "Tamarind", "Umber", "Verdant", "Wharfside", "Yellowhammer", "Zephyr", "Anvil", "Bluestone",
    "Clearwater", "Dovetail", "Elmstead",
)  # fmt: skip
HAN_FIRMS = (
    "云栖",
    "青禾",
    "拾光",
    "半山",
    "知更",
    "松果",
    "海棠",
    "澄心",
    "望舒",
    "木槿",
    "南舟",
    "白鹭",
    "星野",
    "听雨",
)
INDUSTRIES = ("Software", "Law", "Accounting", "Logistics", "Design", "Insurance", "Engineering", "Education")
HAN_INDUSTRIES = ("软件", "律师", "会计", "物流", "设计", "保险", "工程", "教育")
CAFES = ("Coffee House", "Tea Room", "Bakery", "Kitchen", "Espresso Bar")
HAN_CAFES = ("咖啡馆", "茶室", "面包房", "小厨", "咖啡吧")
SIZES = ("1-9", "10-49", "50-249", "250+")
STREETS = (
    "Anchor Street", "Bell Yard", "Canal Row", "Dyers Lane", "Elm Terrace", "Ferry Road", "Glasshouse Walk",
    "Hawthorn Close", "Inkpot Lane", "Jetty Street", "Kiln Road", "Lime Avenue", "Mast Street", "Needle Alley",
    "Old Rope Walk", "Pump Court", "Quarry Road", "Ropery Street", "Sail Loft Lane", "Tanner Street", "Upper Quay",
    "Vine Street", "Weir Road", "Yard End",
)  # fmt: skip
HAN_STREETS = ("海棠路", "船厂街", "灯塔路", "柳浪巷", "盐仓街", "望潮路", "石桥巷", "麦场路", "松风街", "月台路")
SOURCES = ("ERP", "web shop", "contact centre", "partner feed")
WON_BY = ("web search", "recommendation", "shop", "partner", "trade fair", "telephone sales")
SPRING = "spring discount 2023"
MANAGERS = tuple(f"{GIVEN[n * 3]} {SURNAMES[n * 5 % len(SURNAMES)]}" for n in range(24))
