"""The tree of regions, step by step."""

import hashlib

from hutong.kernel.errors import NotFound
from hutong.kernel.web import Api, etag
from hutong.regions import queries
from hutong.regions.schemas import RegionOut, RegionsOut, RegionsQuery

api = Api("regions")


@api.get("/regions", public=True, raises=(NotFound,))
def list_regions(query: RegionsQuery) -> RegionsOut:
    """The provinces, or what lies directly below a region, or all regions of a level."""
    if query.level is not None and query.parent is None:
        found = queries.of_level(query.level)
    else:
        found = queries.children(query.parent)
        if query.level is not None:
            found = [region for region in found if region.level == query.level]
    if not found and query.parent is not None and queries.region(query.parent) is None:
        raise NotFound
    answer = RegionsOut(items=[RegionOut.of(region) for region in found])
    etag(hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:16])
    return answer
