package posthorn.ingress.api;

import posthorn.ingress.session.Directory;

class MemoryDirectoryTest extends DirectoryContract {
    @Override
    Directory directory() {
        return accounts;
    }
}
