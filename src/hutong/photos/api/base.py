"""What the routes of photos share."""

from hutong.kernel import clock
from hutong.kernel.limits import Limit
from hutong.kernel.web import Api

api = Api("photos")
UPLOADS = Limit("uploads", 300, clock.HOUR)  # shared with POST /pictures
POSTS = Limit("photos", 500, clock.DAY)
COMMENTS = Limit("comments", 10, clock.MINUTE)
TOUCHES = Limit("photo_touches", 120, clock.MINUTE)  # likes, follows, what is collected
