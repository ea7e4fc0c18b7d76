// The Functions app. Every connection is an address and an identity; nothing here is a secret.
import { StorageEndpoints } from 'types.bicep'

param name string
param location string
param tags object
param planId string
param identityId string
param identityClientId string

@description('Address of the container that the package is deployed from.')
param packageContainer string

@description('Blob, queue and table addresses of the host\'s own account.')
param hostStorage StorageEndpoints

@description('Blob, queue and table addresses of the data account.')
param dataStorage StorageEndpoints
param vaultUri string
param insightsConnectionString string

@description('The agency\'s e-mail address; empty where there is none.')
param agencyAddress string

@description('SendGrid\'s verification key, which is public; empty where its events are not taken.')
param sendGridEventKey string
param maximumInstances int
param instanceMemory int

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: planId
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { maximumInstanceCount: maximumInstances, instanceMemoryMB: instanceMemory }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainer
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__blobServiceUri: hostStorage.blob
      AzureWebJobsStorage__queueServiceUri: hostStorage.queue
      AzureWebJobsStorage__tableServiceUri: hostStorage.table
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      DataStorage__blobServiceUri: dataStorage.blob
      DataStorage__queueServiceUri: dataStorage.queue
      DataStorage__tableServiceUri: dataStorage.table
      DataStorage__credential: 'managedidentity'
      DataStorage__clientId: identityClientId
      KeyVault__Uri: vaultUri
      SendGrid__EventKey: sendGridEventKey
      Agency__Address: agencyAddress
      // The address without a path shows a page about Azure otherwise.
      AzureWebJobsDisableHomepage: 'true'
      // Which identity is meant, for code that asks for the default one.
      AZURE_CLIENT_ID: identityClientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    }
  }

  // Nobody deploys with a password.
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = app.name
