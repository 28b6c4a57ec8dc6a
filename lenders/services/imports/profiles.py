"""Which column means what, as data: our own names, named profiles of known exports, and words to guess from."""

from typing import Final

# Our column names, and what each is called on screen.
TARGETS: Final[dict[str, str]] = {
    "lender": "lender",
    "accession_number": "accession number",
    "other_numbers": "other numbers",
    "title": "title",
    "native_title": "title in its own language",
    "maker": "maker",
    "culture": "culture",
    "date_text": "date",
    "earliest_year": "earliest date",
    "latest_year": "latest date",
    "edtf": "EDTF date",
    "materials": "materials",
    "technique": "technique",
    "dimensions_text": "dimensions",
    "height_mm": "height",
    "width_mm": "width",
    "depth_mm": "depth",
    "diameter_mm": "diameter",
    "weight_g": "weight",
    "piece_count": "number of pieces",
    "credit_line": "credit line",
    "classification": "classification",
    "provenance": "provenance",
    "light_class": "light class",
    "hazards": "hazards",
    "cites_appendix": "CITES appendix",
    "source_system": "source system",
    "source_id": "source number",
    "source_url": "source page",
    "licence": "licence",
}

# Target -> the column's name in the file.
PROFILES: Final[dict[str, dict[str, str]]] = {
    "caravan": {name: name for name in TARGETS},
    "silkroads": {
        "lender": "lender",
        "source_system": "lender_system",
        "source_id": "source_id",
        "accession_number": "accession_no",
        "title": "title",
        "maker": "maker",
        "culture": "culture",
        "date_text": "date_display",
        "earliest_year": "date_earliest",
        "latest_year": "date_latest",
        "materials": "medium",
        "dimensions_text": "dimensions",
        "credit_line": "credit_line",
        "classification": "classification",
        "provenance": "provenance",
        "source_url": "url",
        "licence": "licence",
    },
}

# Words a column may be headed with, best first: English, French, German, Russian.
SYNONYMS: Final[dict[str, str]] = {
    "lender": "lender|lending institution|owner|museum|institution|repository|prêteur|leihgeber|владелец|музей",
    "accession_number": (
        "accession number|accession no|accession|acc no|accession num|inventory number|inventory no|inv no|inv nr"
        "|museum number|museum no|object number|object no|object id|id number|catalogue number|registration number"
        "|shelfmark|numéro d inventaire|no d inventaire|n d inventaire|n inventaire|inventaire|cote|inventarnummer"
        "|inventar nr|inv nummer|objektnummer|инвентарный номер|инв номер|инв no|инв|учетный номер|учётный номер"
        "|номер по кп|шифр|number|numéro|nummer|номер"
    ),
    "other_numbers": "other numbers|other number|former number|autres numéros|weitere nummern|другие номера",
    "title": (
        "title|object title|primary title|titre|titel|название|наименование|object name|object|name|objet"
        "|objektbezeichnung|objekttitel|bezeichnung|objekt|désignation|dénomination|предмет"
    ),
    "native_title": "native title|original title|title in original language|titre original|originaltitel",
    "maker": (
        "maker|artist|creator|artist maker|maker artist|author|artist display name|artiste|auteur|créateur|künstler"
        "|hersteller|urheber|автор|художник|мастер|изготовитель"
    ),
    "culture": "culture|culture period|origin|period|civilisation|kultur|культура|период|культура период",
    "date_text": (
        "date text|date display|display date|object date|date|dated|dating|date made|creation date|date of creation"
        "|datation|datierung|entstehungszeit|дата|датировка|время создания"
    ),
    "earliest_year": (
        "earliest year|date earliest|earliest date|date begin|begin date|object begin date|date start|start date"
        "|year from|from year|date early|dating from|date début|année début|datum von|von|jahr von|дата от|год от"
    ),
    "latest_year": (
        "latest year|date latest|latest date|date end|end date|object end date|date finish|year to|to year|date late"
        "|dating to|date fin|année fin|datum bis|bis|jahr bis|дата до|год до"
    ),
    "edtf": "edtf|edtf date",
    "materials": (
        "materials|material|medium|materials and techniques|material technique|matériaux|matière|matières"
        "|matière technique|material technik|материал|материалы|материал техника|материалы техника"
    ),
    "technique": "technique|techniques|technik|техника",
    "dimensions_text": (
        "dimensions|dimensions text|measurements|size|dimension|maße|masse|abmessungen|mesures|размер|размеры|габариты"
    ),
    "piece_count": "piece count|pieces|number of pieces|object count|item count|nombre de pièces|stückzahl|количество",
    "credit_line": "credit line|creditline|credit|courtesy line|mention obligatoire|crédit|leihgebernennung|легенда",
    "classification": (
        "classification|object type|category|type|domaine|catégorie|sachgruppe|klassifikation|категория|вид"
    ),
    "provenance": "provenance|provenience|ownership history|provenienz|происхождение|провенанс|история бытования",
    "light_class": "light class|light sensitivity|light",
    "hazards": "hazards|hazard|hazardous materials|risques|gefahren|опасности",
    "cites_appendix": "cites appendix|cites",
    "source_system": "source system|lender system|system",
    "source_id": "source id|source number|source identifier|record id|system id|guid|uuid|irn|id",
    "source_url": "source url|url|link|permalink|web page|object url|lien|ссылка",
    "licence": "licence|license|rights|rights statement|licence des données|lizenz|лицензия",
}

SIZE_SYNONYMS: Final[dict[str, str]] = {
    "height_mm": "height|h|hauteur|höhe|высота",
    "width_mm": "width|w|largeur|breite|ширина",
    "depth_mm": "depth|d|profondeur|tiefe|глубина",
    "diameter_mm": "diameter|diam|diamètre|durchmesser|диаметр",
    "weight_g": "weight|wt|poids|gewicht|вес|масса",
}
