package io.manymodels.stack.storage;

import io.manymodels.stack.backup.KeptObjects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The store, which keeps what leaves it for as long as a backup is made. A copy is a second name of the same file: nothing writes into
 * an object that is there.
 */
final class KeepingStore extends ForwardingBlobStore {

    /** Steps that do not begin with a dot, so that none leads out of the bucket or to what the store keeps for itself. */
    private static final Pattern PLAIN_KEY = Pattern.compile("(?:[^./\\\\][^/\\\\]*/)*[^./\\\\][^/\\\\]*");

    private final Path root;
    private final KeptObjects kept;

    KeepingStore(BlobStore store, Path root, KeptObjects kept) {
        super(store);
        this.root = root;
        this.kept = kept;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        kept.keep(request.bucket(), request.key());
        return super.putBlob(request, body);
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        kept.keep(request.destinationBucket(), request.destinationKey());
        if (!isPlain(request)) {
            return super.copyBlob(request);
        }
        try {
            link(root.resolve(request.sourceBucket()).resolve(request.sourceKey()),
                    root.resolve(request.destinationBucket()).resolve(request.destinationKey()));
        } catch (IOException e) {
            // Gone meanwhile, or a disk that gives no second names.
            return super.copyBlob(request);
        }
        HeadObjectResponse copy = blobMetadata(request.destinationBucket(), request.destinationKey());
        return CopyObjectResponse.builder()
                .copyObjectResult(result -> result.eTag(copy.eTag()).lastModified(copy.lastModified())).build();
    }

    /** Whether nothing is asked but that the object is there as it is, under a name that is a file's. */
    private static boolean isPlain(CopyObjectRequest request) {
        return PLAIN_KEY.matcher(request.sourceKey()).matches() && PLAIN_KEY.matcher(request.destinationKey()).matches()
                && request.metadataDirective() != MetadataDirective.REPLACE
                && request.equals(CopyObjectRequest.builder().sourceBucket(request.sourceBucket())
                        .sourceKey(request.sourceKey()).destinationBucket(request.destinationBucket())
                        .destinationKey(request.destinationKey()).metadataDirective(request.metadataDirective())
                        .acl(request.acl()).build());
    }

    /** Readers of the target see what was there, or the copy. */
    private void link(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path second = root.resolve(".copy-" + UUID.randomUUID());
        try {
            Files.createLink(second, source);
            Files.move(second, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(second);
        }
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(MultipartUpload upload,
            CompleteMultipartUploadRequest request) {
        kept.keep(upload.containerName(), upload.blobName());
        return super.completeMultipartUpload(upload, request);
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        kept.keep(request.bucket(), request.key());
        return super.removeBlob(request);
    }
}
