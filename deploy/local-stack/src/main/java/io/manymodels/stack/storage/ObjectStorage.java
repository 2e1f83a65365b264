package io.manymodels.stack.storage;

import io.manymodels.stack.backup.KeptObjects;
import io.manymodels.stack.credential.StorageKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** S3 on a folder: every object is a plain file. Each user sees the buckets granted to it and nothing else. */
public final class ObjectStorage implements AutoCloseable {

    /** The region that clients sign for. */
    public static final String REGION = "us-east-1";

    /**
     * The largest body that is not sent in chunks. It is held in memory to check its signature, before anybody knows who
     * sends it, so it is just large enough for the parts in which our clients upload (16 MB). What says that it is larger
     * is refused unread.
     */
    static final long LARGEST_BODY_BYTES = 17L << 20;

    /** Requests at a time. */
    static final int THREADS = 20;

    private record User(StorageKey key, Map<String, Grant> grants, BlobStore readable, BlobStore writable) {}

    private final S3Proxy proxy;
    private final URI endpoint;

    private ObjectStorage(S3Proxy proxy, URI endpoint) {
        this.proxy = proxy;
        this.endpoint = endpoint;
    }

    /**
     * Starts the storage and creates its buckets.
     *
     * @param keys credential of each user; who has no grants sees nothing
     * @throws IOException when it does not start
     */
    public static ObjectStorage start(Path folder, int port, Map<String, StorageKey> keys) throws IOException {
        // With a relative path the backend puts and gets, but lists nothing.
        Path absolute = folder.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        var files = new KeepingStore(new FilesystemNio2BlobStore(absolute.toString()), absolute,
                new KeptObjects(absolute));
        files.removeUnfinished();
        for (String bucket : BucketGrants.BUCKETS) {
            if (!Files.isDirectory(absolute.resolve(bucket))) {
                files.createContainer(CreateBucketRequest.builder().bucket(bucket).build());
            }
        }
        var users = new HashMap<String, User>();
        keys.forEach((name, key) -> {
            Map<String, Grant> grants = BucketGrants.of(name);
            users.put(key.accessKey(), new User(key, grants, new ReadableStore(files, grants.keySet()),
                    new WritableStore(files, grants.keySet())));
        });
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        S3Proxy proxy = S3Proxy.builder()
                // What requests without a signature meet: it says that everything is private.
                .blobStore(new ReadableStore(files, Set.of()))
                .endpoint(endpoint)
                .awsAuthentication(AuthenticationType.AWS_V4, "nobody", UUID.randomUUID().toString())
                .jettyMaxThreads(THREADS)
                .v4MaxNonChunkedRequestSize(LARGEST_BODY_BYTES)
                .build();
        proxy.setBlobStoreLocator((accessKey, bucket, key) -> locate(users, accessKey, bucket));
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("The S3 storage did not start on port (" + port + "): " + e.getMessage(), e);
        }
        return new ObjectStorage(proxy, endpoint);
    }

    private static @Nullable AccessGrant locate(Map<String, User> users, @Nullable String accessKey,
            @Nullable String bucket) {
        User user = accessKey == null ? null : users.get(accessKey);
        if (user == null) {
            return null;
        }
        if (bucket == null || bucket.isEmpty()) {
            return new AccessGrant(user.key().secretKey(), user.readable());
        }
        return switch (user.grants().get(bucket)) {
            case null -> throw WritableStore.denied();
            case READ -> new AccessGrant(user.key().secretKey(), user.readable());
            case READ_WRITE -> new AccessGrant(user.key().secretKey(), user.writable());
        };
    }

    /** Where clients connect, path style. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 storage did not stop", e);
        }
    }
}
