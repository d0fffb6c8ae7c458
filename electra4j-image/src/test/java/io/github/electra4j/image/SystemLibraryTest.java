package io.github.electra4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SystemLibraryTest {
    @Test
    void loaded_thisProcess_hasTheCLibraryAndItsLoader() throws IOException {
        List<SystemLibrary> libraries = SystemLibrary.loaded();

        assertThat(libraries)
                .extracting(SystemLibrary::inside)
                .anyMatch(name -> name.endsWith("/libc.so.6"))
                .anyMatch(name -> name.startsWith("/lib") && name.contains("ld-linux"))
                .doesNotHaveDuplicates();
        // All of them are what the loader of this system would find under that name.
        assertThat(libraries).allSatisfy(library -> assertThat(Path.of(library.inside()))
                .satisfies(path ->
                        assertThat(Files.isSameFile(path, library.file())).isTrue()));
    }

    @Test
    void among_filesOfJavaAndOfUsers_areLeftOut() throws IOException {
        Path c = SystemLibrary.loaded().stream()
                .map(SystemLibrary::file)
                .filter(file -> file.getFileName().toString().startsWith("libc."))
                .findFirst()
                .orElseThrow();
        List<String> maps = List.of(
                "7f00-7f01 r-xp 00000000 08:01 11                     " + c,
                "7f01-7f02 r--p 00000000 08:01 11                     " + c,
                "7f02-7f03 r-xp 00000000 08:01 12                     /usr/lib/jvm/java/lib/libjava.so",
                "7f03-7f04 r-xp 00000000 08:01 13                     /root/.javacpp/cache/libtorch.so",
                "7f04-7f05 rw-p 00000000 00:00 0                      [heap]",
                "7f05-7f06 rw-p 00000000 00:00 0 ");

        assertThat(SystemLibrary.among(maps, Path.of("/usr/lib/jvm/java")))
                .isNotEmpty()
                .allMatch(library -> library.file().equals(c));
    }
}
