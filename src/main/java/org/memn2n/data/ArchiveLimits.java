package org.memn2n.data;

/**
 * How much an archive may hold before it is refused. The official archive with all its languages stays far
 * below the standard limits.
 *
 * @param entries most entries
 * @param entryBytes most bytes of one entry
 * @param totalBytes most bytes of the whole archive, unpacked
 * @param ratio most unpacked bytes for each packed byte
 */
record ArchiveLimits(int entries, long entryBytes, long totalBytes, int ratio) {
    static final ArchiveLimits STANDARD = new ArchiveLimits(10_000, 256L << 20, 1L << 30, 200);
}
