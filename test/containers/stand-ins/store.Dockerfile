FROM debian:bookworm-slim
COPY versitygw /app/versitygw
ENTRYPOINT ["/app/versitygw"]
