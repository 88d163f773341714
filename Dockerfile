# syntax=docker/dockerfile:1
# One silo. docker-compose.yml puts two of them on a PostgreSQL server.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Packages.props global.json ./
COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Silo/Silo.csproj --configuration Release --output /app -p:RunAnalyzers=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
# The user who runs the silo owns its data and nothing else; a fresh volume takes the owner over.
RUN mkdir /data && chown $APP_UID:$APP_UID /data && chmod 700 /data
COPY --from=build /app .
COPY --chmod=755 docker/entrypoint.sh docker/healthcheck.sh ./
# Young generation and array pool as in ./run, where the figures are.
ENV MultiBot__DataFolder=/data MultiBot__Bots__Folder=/data/bots MultiBot__Http__Bind=0.0.0.0 DOTNET_GCgen0size=0x8000000 DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION=256
USER $APP_UID
VOLUME /data
EXPOSE 5080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["/app/healthcheck.sh"]
ENTRYPOINT ["/app/entrypoint.sh"]
