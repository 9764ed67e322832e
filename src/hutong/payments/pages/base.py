"""What the pages of money share."""

from hutong.kernel.web import Pages

pages = Pages("payments")
