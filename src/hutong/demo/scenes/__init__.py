"""Drawn pictures in one flat, warm manner; hutong.demo.draw is the door to them."""
