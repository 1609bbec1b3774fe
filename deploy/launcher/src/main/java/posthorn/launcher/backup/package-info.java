/**
 * Backups of an installation on one machine as they lie on a disk, and the way back.
 *
 * <pre>
 * DIR/20261129T073000.123Z/manifest.json    every file with its size and SHA-256; written last
 * DIR/20261129T073000.123Z/data/...         what a data directory holds
 * </pre>
 *
 * <p>A folder without a manifest is what an interrupted run has left: it is no backup, and the next
 * run removes it. Tables of the store never change, so a file that the backup before has, by name,
 * size and time of change, is a hard link to it there.
 */
@NullMarked
package posthorn.launcher.backup;

import org.jspecify.annotations.NullMarked;
