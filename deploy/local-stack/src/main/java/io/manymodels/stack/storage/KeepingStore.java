package io.manymodels.stack.storage;

import io.manymodels.stack.backup.KeptObjects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
 * The store, which keeps what leaves it for as long as a backup is made. A copy is the file's, made by the system with all that is known
 * of it: nobody hashes it again.
 */
final class KeepingStore extends ForwardingBlobStore {

    /** Steps that do not begin with a dot, so that none leads out of the bucket or to what the store keeps for itself. */
    private static final Pattern PLAIN_KEY = Pattern.compile("(?:[^./\\\\][^/\\\\]*/)*[^./\\\\][^/\\\\]*");

    private static final Pattern PLAIN_BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final String UNFINISHED = ".copy-";

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

    /** Removes what was left of copies when the process died. */
    void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root, UNFINISHED + "*")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        kept.keep(request.destinationBucket(), request.destinationKey());
        if (!isPlain(request)) {
            return super.copyBlob(request);
        }
        try {
            if (!copyFile(request)) {
                return super.copyBlob(request);
            }
        } catch (IOException e) {
            // Gone meanwhile, or not a file.
            return super.copyBlob(request);
        }
        HeadObjectResponse copy = blobMetadata(request.destinationBucket(), request.destinationKey());
        return CopyObjectResponse.builder()
                .copyObjectResult(result -> result.eTag(copy.eTag()).lastModified(copy.lastModified())).build();
    }

    /** Whether nothing is asked but that the object, maybe a known one, is there as it is, under a name that is a file's. */
    private boolean isPlain(CopyObjectRequest request) {
        return isBucket(request.sourceBucket()) && PLAIN_KEY.matcher(request.sourceKey()).matches()
                && isBucket(request.destinationBucket()) && PLAIN_KEY.matcher(request.destinationKey()).matches()
                && request.metadataDirective() != MetadataDirective.REPLACE
                && request.equals(CopyObjectRequest.builder().sourceBucket(request.sourceBucket())
                        .sourceKey(request.sourceKey()).destinationBucket(request.destinationBucket())
                        .destinationKey(request.destinationKey()).metadataDirective(request.metadataDirective())
                        .copySourceIfMatch(request.copySourceIfMatch()).acl(request.acl()).build());
    }

    private boolean isBucket(String name) {
        return PLAIN_BUCKET.matcher(name).matches() && Files.isDirectory(root.resolve(name));
    }

    /** Readers of the target see what was there, or the copy. False, and nothing done, where the source is not the one asked for. */
    private boolean copyFile(CopyObjectRequest request) throws IOException {
        Path target = root.resolve(request.destinationBucket()).resolve(request.destinationKey());
        Files.createDirectories(target.getParent());
        Path second = root.resolve(UNFINISHED + UUID.randomUUID());
        try {
            Files.copy(root.resolve(request.sourceBucket()).resolve(request.sourceKey()), second,
                    StandardCopyOption.COPY_ATTRIBUTES);
            if (!isAsked(request)) {
                return false;
            }
            // A backup tells by it what is newer than its database.
            Files.setLastModifiedTime(second, FileTime.from(Instant.now()));
            Files.move(second, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(second);
        }
    }

    private boolean isAsked(CopyObjectRequest request) {
        String asked = request.copySourceIfMatch();
        return asked == null || asked.replace("\"", "")
                .equals(blobMetadata(request.sourceBucket(), request.sourceKey()).eTag().replace("\"", ""));
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
