"""What the data set is called, what is in it, and under which licence: said in the graph, in exports and in catalogues.

Pairs are Vietnamese and English.
"""

from __future__ import annotations

from typing import Final

TITLES: Final = ("Số liệu phát triển công nghiệp Việt Nam", "Figures of Viet Nam's industrial development")
DESCRIPTIONS: Final = (
    "Số liệu về khu, cụm công nghiệp, khu kinh tế và địa phương, đọc từ bài viết; mỗi số liệu dẫn về đúng những ký "
    "tự mà nó được đọc từ đó.",
    "Figures of industrial zones, clusters, economic zones and places, read out of articles; each leads back to "
    "the very characters that it was read from.",
)
KEYWORDS: Final = (("khu công nghiệp", "industrial zone"), ("cụm công nghiệp", "industrial cluster"))
CREATOR: Final = "The vnkg contributors"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME: Final = "CC-BY-4.0"
"""Its identifier in the SPDX list."""
ATTRIBUTION: Final = (
    f"{TITLES[1]}, by {CREATOR}, CC BY 4.0. Quotes belong to the articles that they are from. Places use "
    "data of GeoNames (CC BY 4.0)."
)
"""What whoever uses the data says beside them."""
