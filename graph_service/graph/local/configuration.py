"""The configuration of the local Neo4j: neo4j.conf and the options of its Java."""

from dataclasses import dataclass

from graph_service.graph.local.releases import Release

MAIN = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt_port}
server.http.listen_address=127.0.0.1:{browser_port}
server.https.enabled=false
server.memory.pagecache.size=256m
# Short: the transaction log is only needed to recover a database that was killed. It is not a backup.
db.tx_log.rotation.retention_policy=1 days 256M
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
client.allow_telemetry=false
# All transactions together may use 70% of the heap. One that asks for more than this fails before it can take the memory of the others.
db.memory.transaction.max=512m
# On one machine no firewall drops idle connections, and with this on the driver creates a task for each of seven reads of a response.
server.bolt.connection_keep_alive_for_requests=OFF
# A single server never lags behind. Bookmarks that it does not know, for example after an older copy was restored, are not worth half a
# minute.
db.transaction.bookmark_ready_timeout=1s
# With clients still connected, it stops in half a second instead of 18.
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""
CYPHER_25 = "db.query.default_language=CYPHER_25\n"
BROWSER = """\
browser.post_connect_cmd={commands}
browser.remote_content_hostname_whitelist={host}
"""

# The options of Neo4j's own start script, with a heap that fits a laptop.
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
FIRST_JAVA_THAT_WARNS_ABOUT_UNSAFE = 23


@dataclass(frozen=True, slots=True)
class BrowserSetup:
    """The commands that Neo4j Browser runs after each login, without their colon, and the host that they load files from."""

    host: str
    commands: tuple[str, ...]


def render_configuration(release: Release, *, bolt_port: int, browser_port: int, browser: BrowserSetup | None = None) -> str:
    """The text of neo4j.conf. Neo4j does not start with an unknown setting, so all of these exist in 5.26 and later."""
    text = MAIN.format(bolt_port=bolt_port, browser_port=browser_port)
    if release.supports_cypher_25:
        text += CYPHER_25
    return text if browser is None else text + BROWSER.format(commands="; ".join(browser.commands), host=browser.host)


def java_options(java_version: int) -> tuple[str, ...]:
    """The Java options for this major version of Java."""
    return (*JAVA_OPTIONS, "--sun-misc-unsafe-memory-access=allow") if java_version >= FIRST_JAVA_THAT_WARNS_ABOUT_UNSAFE else JAVA_OPTIONS
