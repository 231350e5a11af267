# Tamarin without development tools: about 20 MB beyond its base. Nothing is built, so the second stage only
# takes what the first has installed. No package manager is left in use, and no secret ever enters a layer.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The scripts of packages are not run: production dependencies have none.
RUN npm ci --omit=dev --ignore-scripts --loglevel=error --cache /tmp/npm && rm -rf /tmp/npm

FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY index-templates index-templates
COPY prices prices
COPY engine engine
COPY samples/logs samples/logs
COPY docker/*.ts docker/
COPY src src

# A number, so that Kubernetes can see that it is not root. No file below / is ever written:
# --read-only works, with --tmpfs /tmp for bodies over 1 MiB from S3.
USER 10001:10001
ENV NODE_ENV=production TAMARIN_HOST=0.0.0.0
EXPOSE 8080
# /livez, then /readyz: it turns bad when OpenSearch goes away, too. Any other command than a service is healthy
# while it runs.
HEALTHCHECK --interval=10s --timeout=8s --start-period=30s --retries=3 \
  CMD ["node", "docker/health.ts"]
ENTRYPOINT ["node", "--max-semi-space-size=4", "--min-semi-space-size=4", "--initial-old-space-size=40", "--single-threaded-gc", "--heap-growing-percent=50", "--no-allocation-site-pretenuring", "src/main.ts"]
CMD ["serve"]
