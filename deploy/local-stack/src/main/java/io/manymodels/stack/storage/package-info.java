/** S3 storage on a folder, with one credential and its grants for each service. */
@NullMarked
package io.manymodels.stack.storage;

import org.jspecify.annotations.NullMarked;
