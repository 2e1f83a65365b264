/** Who asks for scorings and of what: REST, and releases that were published. At most one a family and release is under way. */
@NullMarked
package io.manymodels.scoring.submission;

import org.jspecify.annotations.NullMarked;
