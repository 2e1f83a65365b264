package io.manymodels.storage;

import io.minio.MinioAsyncClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The S3 client with three kinds of patience, over one pool of connections. No call waits for ever: the client's own
 * default is five minutes for each step, and it tries again by itself. The asynchronous one, because its blocking sister
 * cannot be interrupted and hides what is wrong with a connection in an IllegalStateException.
 *
 * @param brief for calls that move few bytes: bounded as a whole
 * @param streaming for calls that move an object of any size: bounded by silence
 * @param copying for calls in which the server moves bytes and says nothing meanwhile
 * @param isLocal whether what is sent stays on this machine
 * @param traffic of all three
 */
record StorageClients(MinioAsyncClient brief, MinioAsyncClient streaming, MinioAsyncClient copying, boolean isLocal,
        Traffic traffic) {

    /** Calls at a time; OkHttp's own bound is five a host. */
    private static final int CALLS = 256;
    /** Names that cannot mean another machine: what a name server says of others is not asked. */
    private static final Set<String> LOCAL = Set.of("127.0.0.1", "[::1]");

    static StorageClients of(StorageProperties properties) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(CALLS);
        dispatcher.setMaxRequestsPerHost(CALLS);
        Traffic traffic = new Traffic();
        OkHttpClient http = new OkHttpClient.Builder().dispatcher(dispatcher).protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(properties.connectTimeout()).readTimeout(properties.silence())
                .writeTimeout(properties.silence()).eventListener(traffic.listener()).build();
        return new StorageClients(client(properties, http, properties.silence(), properties.callTimeout()),
                client(properties, http, properties.silence(), Duration.ZERO),
                client(properties, http, properties.copyTimeout(), properties.copyTimeout()),
                LOCAL.contains(Objects.requireNonNull(properties.endpoint()).getHost()), traffic);
    }

    private static MinioAsyncClient client(StorageProperties properties, OkHttpClient http, Duration silence,
            Duration call) {
        return MinioAsyncClient.builder().endpoint(Objects.requireNonNull(properties.endpoint()).toString())
                .region(properties.region()).credentials(properties.accessKey(), properties.secretKey())
                .httpClient(http.newBuilder().readTimeout(silence).callTimeout(call).build()).build();
    }
}
