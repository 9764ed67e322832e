"""What the pages share."""

from hutong.kernel.web import Pages

pages = Pages("backoffice")
