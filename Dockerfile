# The service in a container: docker build -t kgraph . && docker run --rm -p 127.0.0.1:8000:8000 kgraph
FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.11-slim
COPY supply/constraints.txt /tmp/constraints.txt
COPY --from=build /wheels /wheels
# In the versions that the tests ran with; the hashes of a wheel that was built just now cannot stand among them.
RUN sed -n 's/^\([a-zA-Z0-9._-]*==[^ ;\\]*\).*/\1/p' /tmp/constraints.txt > /tmp/versions.txt \
 && pip install --no-cache-dir --constraint /tmp/versions.txt "$(ls /wheels/*.whl)[service]" \
 && useradd --create-home kgraph
USER kgraph
EXPOSE 8000
ENTRYPOINT ["kgraph"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
