"""What the local Neo4j is told: its configuration file and the options of its Java."""

from dataclasses import dataclass

from graph_service.graph.local.releases import Release

MAIN = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt_port}
server.http.listen_address=127.0.0.1:{browser_port}
server.https.enabled=false
server.memory.pagecache.size=256m
# Kept short: the transaction log is what a database that was killed recovers from, not a backup.
db.tx_log.rotation.retention_policy=1 days 256M
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
client.allow_telemetry=false
# On one machine there is no connection to keep from falling asleep, and a driver told of it makes a task of each of seven reads an answer.
server.bolt.connection_keep_alive_for_requests=OFF
# One machine does not lag behind itself. What clients saw and it has not got, as after an older copy was put back, is not worth half a minute.
db.transaction.bookmark_ready_timeout=1s
# Stops in half a second instead of 18 when clients are still connected.
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""
CYPHER_25 = "db.query.default_language=CYPHER_25\n"
BROWSER = """\
browser.post_connect_cmd={commands}
browser.remote_content_hostname_whitelist={host}
"""

# What Neo4j's own start script gives, with a heap that suits a notebook.
JAVA_OPTIONS = (
    "-Xms128m",
    "-Xmx1g",
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:+TrustFinalNonStaticFields",
    "-XX:+IgnoreUnrecognizedVMOptions",
    "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dlog4j2.disable.jmx=true",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
)
FIRST_JAVA_TO_WARN_OF_UNSAFE = 23


@dataclass(frozen=True, slots=True)
class BrowserSetup:
    """What Neo4j Browser does whenever somebody has logged in: its commands, without their colon, and the host they fetch from."""

    host: str
    commands: tuple[str, ...]


def configuration(release: Release, *, bolt_port: int, browser_port: int, browser: BrowserSetup | None = None) -> str:
    """The text of neo4j.conf. Neo4j refuses to start over a name it does not know, so each one here is known to 5.26 and later."""
    text = MAIN.format(bolt_port=bolt_port, browser_port=browser_port)
    if release.speaks_cypher_25:
        text += CYPHER_25
    return text if browser is None else text + BROWSER.format(commands="; ".join(browser.commands), host=browser.host)


def java_options(java_version: int) -> tuple[str, ...]:
    """The options for a Java of that version."""
    return (*JAVA_OPTIONS, "--sun-misc-unsafe-memory-access=allow") if java_version >= FIRST_JAVA_TO_WARN_OF_UNSAFE else JAVA_OPTIONS
