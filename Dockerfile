# The README's two commands on a machine that has nothing else:
#   docker build -t more-is-different .                 builds the book
#   docker run --rm more-is-different make test         runs every test
#   docker run --rm -p 8000:8000 more-is-different      shows the book on port 8000
FROM python:3.11-slim-bookworm AS tools
RUN apt-get update \
    && apt-get install -y --no-install-recommends bash chromium git make \
    && rm -rf /var/lib/apt/lists/*
RUN git config --system --add safe.directory '*'
WORKDIR /course

FROM tools
COPY . .
RUN make book
EXPOSE 8000
CMD [".venv/bin/python", "-m", "http.server", "8000", "--directory", "_build/html"]
