@echo off
rem Runs the electra4j command line on Windows, and builds it on first use; after a change of the sources run
rem   mvnw.cmd -pl electra4j-cli -am -Dmaven.test.skip=true package
rem ELECTRA_JAVA_OPTS holds more options for the JVM. This script has not been run on Windows yet.
setlocal
set "ROOT=%~dp0"
set "TARGET=%ROOT%electra4j-cli\target"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo electra: found no Java. Install a JDK 17 or newer and set JAVA_HOME to its folder. 1>&2
  exit /b 1
)
if not exist "%TARGET%\classpath" (
  echo electra: Building electra4j ^(first use; downloads Maven and about 600 MB of libraries^) 1>&2
  pushd "%ROOT%"
  call mvnw.cmd -q -B -DwithoutChecks -pl electra4j-cli -am -Dmaven.test.skip=true package 1>&2
  popd
)
if not exist "%TARGET%\classpath" (
  echo electra: the build failed, see above 1>&2
  exit /b 1
)
rem Not set /p, which reads 1,023 characters only.
for /f "usebackq delims=" %%i in ("%TARGET%\classpath") do set "LIBRARIES=%%i"
"%JAVA%" -XX:+UseParallelGC -XX:MaxRAMPercentage=30 -Dfile.encoding=UTF-8 -Dorg.bytedeco.openblas.load=mkl ^
  -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 ^
  %ELECTRA_JAVA_OPTS% -cp "%TARGET%\classes;%LIBRARIES%" io.github.electra4j.cli.Main %*
exit /b %ERRORLEVEL%
