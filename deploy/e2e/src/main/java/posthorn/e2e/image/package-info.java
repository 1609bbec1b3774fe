/**
 * What {@code deploy/image/build} and {@code deploy/image/check} run: every application starts from
 * the files of its image and does a small workload, once to fill its AOT cache, once to see that
 * all of it works from there.
 */
@NullMarked
package posthorn.e2e.image;

import org.jspecify.annotations.NullMarked;
