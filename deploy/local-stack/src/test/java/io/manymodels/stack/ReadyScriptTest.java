package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What compose asks in each container: whether the service there is ready. */
class ReadyScriptTest {

    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "401, false", "404, false"})
    void aServiceIsReadyWhenItSaysSo(int status, boolean ready) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        try {
            assertThat(exitOf(service.getAddress().getPort()) == 0).isEqualTo(ready);
        } finally {
            service.stop(0);
        }
        assertThat(asked).containsExactly("GET /actuator/health/readiness");
    }

    @Test
    void whereNobodyListensNobodyIsReady() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(exitOf(port)).isNotZero();
    }

    private static int exitOf(int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("../docker/ready", Integer.toString(port)).redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
