FROM debian:bookworm-slim
RUN useradd -u 1000 -d /usr/share/opensearch opensearch && \
  mkdir -p /usr/share/opensearch/data /usr/share/opensearch/config && chown -R 1000:1000 /usr/share/opensearch
WORKDIR /usr/share/opensearch
COPY --chown=1000:1000 jdk jdk
COPY --chown=1000:1000 lib lib
COPY --chown=1000:1000 classes classes
COPY --chown=1000:1000 log4j2.properties config/
COPY --chown=1000:1000 opensearch-entrypoint.sh opensearch-docker-entrypoint.sh
USER 1000
EXPOSE 9200 9300
ENTRYPOINT ["./opensearch-docker-entrypoint.sh"]
CMD ["opensearch"]
