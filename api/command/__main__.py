"""``python -m api.command``: the same as ``gongjian``."""

from api.command.main import app

if __name__ == "__main__":
    app(prog_name="gongjian")
