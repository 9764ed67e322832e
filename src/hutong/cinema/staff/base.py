"""The pages of the staff's frame that belong to the cinema."""

from hutong.kernel.web import Pages

staff = Pages("cinema")
staff.name = "cinema_staff"
staff.static_folder = None
