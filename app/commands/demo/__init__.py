"""The whole main job over HTTP on the seed county: asked, matched, planned, filled once, handed back."""

from app.commands.demo.run import run_demo

__all__ = ["run_demo"]
