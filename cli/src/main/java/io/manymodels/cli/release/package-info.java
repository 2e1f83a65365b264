/** Releases: promote, releases, rollback. */
@NullMarked
package io.manymodels.cli.release;

import org.jspecify.annotations.NullMarked;
